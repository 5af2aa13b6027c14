-- Before V2 a part of a channel's followers was their hash modulo the parts. What was under way then was divided in two ways,
-- so some lists lack it: none of them is believed any more. As long as instances from before V2 run, that can happen again;
-- they have to be ended before the first of this version starts.
UPDATE epoch SET number = number + 1;
