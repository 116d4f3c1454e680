-- What waits in the library's tables comes along; those are given up.
DO $$
BEGIN
    IF to_regclass('pgqueuer') IS NULL THEN
        RETURN;
    END IF;
    INSERT INTO jobs (id, names, payload, state, attempts, due_at)
    SELECT nextval('job_ids'), ARRAY[entrypoint], coalesce(payload, ''),
           CASE WHEN status::text = 'failed' THEN 'failed' ELSE 'queued' END, 0,
           CASE WHEN status::text = 'failed' THEN 'infinity' ELSE execute_after END
      FROM pgqueuer
     WHERE status::text IN ('queued', 'picked', 'failed')
     ORDER BY id;
    DROP TABLE IF EXISTS pgqueuer, pgqueuer_log, pgqueuer_statistics, pgqueuer_schedules CASCADE;
    DROP FUNCTION IF EXISTS fn_pgqueuer_changed CASCADE;
    DROP TYPE IF EXISTS pgqueuer_status, pgqueuer_statistics_status CASCADE;
END
$$;
