/**
 * The encoder owns encoding jobs: it probes an uploaded file, makes the HLS ladder, the posters and the storyboard under
 * a version nobody links to yet, and publishes that version in one step or says why it cannot. It does not own the
 * uploaded bytes (upload does), does not decide what viewers see (catalog does) and serves no media (the CDN does).
 */
@NullMarked
package dev.matinee.encoder;

import org.jspecify.annotations.NullMarked;
