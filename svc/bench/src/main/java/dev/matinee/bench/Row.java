package dev.matinee.bench;

import java.util.List;

/** One thing that can be measured by name; it starts what it needs and ends it. */
record Row(String name, String what, Measure measure) {
    /** Takes the readings. */
    @FunctionalInterface
    interface Measure {
        List<Finding> in(Lab lab) throws Exception;
    }
}
