package dev.matinee.feed;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a feed has to know of its reader.
 *
 * @param activeAt when they last were noted as a reader, Unix milliseconds
 * @param hidden channels they muted or blocked, or whose owners block them
 * @param pulled channels they follow that are too large to be pushed
 * @param affinity how often they liked or finished something of a channel, of the channels where they did most
 * @param seen when they first saw what they saw last, Unix milliseconds
 */
record Member(
        long activeAt, Set<String> hidden, List<String> pulled, Map<String, Integer> affinity, Map<String, Long> seen) {
    static final Member NOBODY = new Member(0, Set.of(), List.of(), Map.of(), Map.of());

    private static final byte FORMAT = 1;

    /** Whether they had seen it by a time. */
    boolean sawBy(String id, long time) {
        Long at = seen.get(id);
        return at != null && at <= time;
    }

    /** For Redis, with the epoch first. */
    byte[] bytes(long epoch) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(FORMAT);
            out.writeLong(epoch);
            out.writeLong(activeAt);
            out.writeInt(hidden.size());
            for (String id : hidden) {
                out.writeUTF(id);
            }
            out.writeInt(pulled.size());
            for (String id : pulled) {
                out.writeUTF(id);
            }
            out.writeInt(affinity.size());
            for (Map.Entry<String, Integer> one : affinity.entrySet()) {
                out.writeUTF(one.getKey());
                out.writeInt(one.getValue());
            }
            out.writeInt(seen.size());
            for (Map.Entry<String, Long> one : seen.entrySet()) {
                out.writeUTF(one.getKey());
                out.writeLong(one.getValue());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** Empty for what another version wrote or what is of another epoch. */
    static Optional<Member> parse(byte[] bytes, long epoch) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            if (in.readByte() != FORMAT || in.readLong() != epoch) {
                return Optional.empty();
            }
            long activeAt = in.readLong();
            Set<String> hidden = new HashSet<>();
            for (int left = in.readInt(); left > 0; left--) {
                hidden.add(in.readUTF());
            }
            List<String> pulled = new ArrayList<>();
            for (int left = in.readInt(); left > 0; left--) {
                pulled.add(in.readUTF());
            }
            Map<String, Integer> affinity = new HashMap<>();
            for (int left = in.readInt(); left > 0; left--) {
                affinity.put(in.readUTF(), in.readInt());
            }
            Map<String, Long> seen = new HashMap<>();
            for (int left = in.readInt(); left > 0; left--) {
                seen.put(in.readUTF(), in.readLong());
            }
            return Optional.of(new Member(activeAt, hidden, pulled, affinity, seen));
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
