// The pages of conversations: each part looks whether its place is on the page.

import "asset:talk_list.js";
import "asset:talk_say.js";
import "asset:talk_deeds.js";
import "asset:talk_people.js";
import "asset:talk_touch.js";
