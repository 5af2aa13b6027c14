/** How S3 is reached, by whichever server speaks it. What is put there is its owner's business. */
@NullMarked
package dev.matinee.kit.s3;

import org.jspecify.annotations.NullMarked;
