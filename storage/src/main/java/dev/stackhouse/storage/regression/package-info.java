/** What is known of regressions: versions, looks at deploys, incidents, and who looks. */
@NullMarked
package dev.stackhouse.storage.regression;

import org.jspecify.annotations.NullMarked;
