package dev.matinee.feed;

/** What Redis does in one step, in its Lua. */
final class RedisScripts {
    /** Sets a card unless a newer one is there. */
    static final String PUT_CARDS = """
            for i = 1, #KEYS do
                local held = redis.call('GETRANGE', KEYS[i], 0, 28)
                if #held < 29 or held <= string.sub(ARGV[i + 1], 1, 29) then
                    redis.call('SET', KEYS[i], ARGV[i + 1], 'EX', ARGV[1])
                end
            end
            return 1
            """;

    /** KEYS: the token, a list, and perhaps the member; stores only while nobody took the token away. */
    static final String STORE_LIST = """
            if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
            redis.call('DEL', KEYS[1], KEYS[2])
            for i = 4, #ARGV, 1000 do
                redis.call('ZADD', KEYS[2], unpack(ARGV, i, math.min(i + 999, #ARGV)))
            end
            redis.call('EXPIRE', KEYS[2], ARGV[2])
            if KEYS[3] then redis.call('SET', KEYS[3], ARGV[3], 'EX', ARGV[2]) end
            return 1
            """;

    /** KEYS: the token, the member, the list that lives on with it. */
    static final String STORE_MEMBER = """
            if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
            redis.call('DEL', KEYS[1])
            redis.call('SET', KEYS[2], ARGV[3], 'EX', ARGV[2])
            redis.call('EXPIRE', KEYS[3], ARGV[2])
            return 1
            """;

    /**
     * ARGV: score, id, and the members. Who has no list is being warmed at most, and then begins again. ZPOPMIN takes the
     * oldest out where there are more than the cap and the mark.
     */
    static final String PUSH = """
            local added = 0
            for i = 1, #KEYS do
                local held = redis.call('ZCARD', KEYS[i])
                if held > 0 then
                    redis.call('ZADD', KEYS[i], ARGV[1], ARGV[2])
                    if held > 800 then redis.call('ZREMRANGEBYRANK', KEYS[i], 0, -802) end
                    added = added + 1
                else
                    redis.call('DEL', 'feed:warming:' .. string.sub(KEYS[i], 11))
                end
            end
            return added
            """;

    static final String TAKE = """
            for i = 1, #KEYS do redis.call('ZREM', KEYS[i], ARGV[1]) end
            return #KEYS
            """;

    private RedisScripts() {}
}
