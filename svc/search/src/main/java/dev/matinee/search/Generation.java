package dev.matinee.search;

import dev.matinee.events.Uuid7;

/**
 * A name for the content as it is; another one from each change that queries can see. What is kept of answers carries
 * the name, so that a change ends all of it at once, here and, within a second at most, at the other instances.
 */
final class Generation {
    private static final String KEY = "search:generation";
    private static final String TOPIC = "search:generation:changed";

    private final RedisLink redis;
    private volatile String current = Uuid7.next().toString();

    Generation(RedisLink redis) {
        this.redis = redis;
        redis.listen(TOPIC, this::set);
        redis.everySecond(() -> {
            String held = current;
            // Not when it changed while Redis was asked: the answer may be from before.
            redis.setIfAbsent(KEY, held).ifPresent(name -> replace(held, name));
        });
    }

    String current() {
        return current;
    }

    /** To be called once queries see the change. */
    void changed() {
        String next = Uuid7.next().toString();
        set(next);
        redis.setText(KEY, next);
        redis.say(TOPIC, next);
    }

    private synchronized void set(String name) {
        current = name;
    }

    private synchronized void replace(String held, String name) {
        if (current.equals(held)) {
            current = name;
        }
    }
}
