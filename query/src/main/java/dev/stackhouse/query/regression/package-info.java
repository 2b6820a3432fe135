/** Looks at deploys when it is time to, and keeps incidents of what became dearer. */
@NullMarked
package dev.stackhouse.query.regression;

import org.jspecify.annotations.NullMarked;
