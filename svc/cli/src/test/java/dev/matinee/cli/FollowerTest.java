package dev.matinee.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FollowerTest {
    @Test
    void mistyped_title_lacksALetterOfItsLongestWord() {
        assertThat(Follower.mistyped("Big Buck Rabbits")).isEqualTo("Big Buck Rabits");
    }

    @Test
    void mistyped_shortWords_areLeftAsTheyAre() {
        assertThat(Follower.mistyped("To be or")).isEqualTo("To be or");
    }
}
