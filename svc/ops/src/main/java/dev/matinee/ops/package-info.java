/**
 * Ops tells operators what runs: services, jobs, queues, dead letters, errors, storage, people; and does the few things they
 * do about it. It owns nothing. What it tells is asked anew of whoever knows, each with a time limit, and who did not answer is
 * said beside what the others said. It decides about no content, and shows none.
 */
@NullMarked
package dev.matinee.ops;

import org.jspecify.annotations.NullMarked;
