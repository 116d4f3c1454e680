"""How a conversation looks that was taken along: like its page, by day and by lamplight, with what is on any device.

It stands in the file itself, which needs no other; templates hold no style, because pages that are served refuse it.
"""

from typing import Final

from markupsafe import Markup

STYLE: Final = Markup("""\
<style>
  :root { color-scheme: light dark; --paper: light-dark(#fbf6ee, #1b1613); --card: light-dark(#fffdf9, #26201c);
    --mine: light-dark(#f3e5da, #3a2a21); --ink: light-dark(#33291f, #efe7dc);
    --soft: light-dark(#6b5d50, #b5a797); --line: light-dark(#e6dccd, #443a33);
    --accent: light-dark(#a4492b, #e9a27c); }
  body { max-inline-size: 46rem; margin: 0 auto; padding: 1.5rem 1rem 4rem; background: var(--paper);
    color: var(--ink); font: 1.0625rem/1.5 system-ui, sans-serif; overflow-wrap: anywhere; }
  h1, h2, strong { font-family: Georgia, serif; font-weight: 600; }
  h1 { margin: 0; font-size: 1.75rem; }
  h2 { margin: 2rem 0 1rem; text-align: center; font-size: 1rem; color: var(--soft); }
  header { padding-block-end: 1rem; border-block-end: 1px solid var(--line); }
  header p { margin: 0.25rem 0 0; }
  header span { margin-inline-end: 1rem; }
  header :is(bdi + bdi, time), .small, figcaption, article > p:first-child { font-size: 0.875rem;
    color: var(--soft); }
  a { color: var(--accent); }
  article { inline-size: fit-content; max-inline-size: 34rem; margin: 0.6rem 0; padding: 0.5rem 0.9rem;
    background: var(--card); border: 1px solid var(--line); border-radius: 1.1rem; }
  article.mine { margin-inline-start: auto; background: var(--mine); border-color: transparent; }
  article:target { outline: 2px solid var(--accent); }
  article p { margin: 0.25rem 0; }
  article strong { color: var(--ink); }
  blockquote { margin: 0.35rem 0; padding: 0.3rem 0.7rem; border-inline-start: 3px solid var(--accent);
    font-size: 0.875rem; }
  blockquote a { color: var(--soft); text-decoration: none; }
  figure { margin: 0.5rem 0; }
  img, video, audio { display: block; max-inline-size: 100%; block-size: auto; border-radius: 0.6rem; }
  audio { inline-size: 22rem; block-size: 2.75rem; }
  .happened { text-align: center; }
  @media print { article { break-inside: avoid; } }
</style>
""")
