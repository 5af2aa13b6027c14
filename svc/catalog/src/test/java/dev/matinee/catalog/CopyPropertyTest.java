package dev.matinee.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;

/** A copy as it lies in Redis. */
class CopyPropertyTest {
    @Property
    void bytes_roundTrip(@ForAll @LongRange(min = 0) long revision, @ForAll byte[] body) {
        for (Copy copy : new Copy[] {Copy.of(revision, body), Copy.nothing(revision), Copy.gone(revision)}) {
            Copy read = Copy.fromBytes(copy.toBytes()).orElseThrow();
            assertThat(read.kind()).isEqualTo(copy.kind());
            assertThat(read.revision()).isEqualTo(revision);
            assertThat(read.body()).isEqualTo(copy.body());
            assertThat(read.tag()).isEqualTo("\"r" + revision + "\"");
        }
    }

    @Property
    void revisions_compareAsText(@ForAll @LongRange(min = 0) long one, @ForAll @LongRange(min = 0) long other) {
        assertThat(Integer.signum(Copy.revisionText(one).compareTo(Copy.revisionText(other))))
                .isEqualTo(Long.compare(one, other));
    }

    @Property
    void otherBytes_areNoCopy(@ForAll byte[] bytes) {
        Optional<Copy> read = Copy.fromBytes(bytes);
        if (read.isPresent()) {
            assertThat(read.get().toBytes()).isEqualTo(bytes);
        }
    }
}
