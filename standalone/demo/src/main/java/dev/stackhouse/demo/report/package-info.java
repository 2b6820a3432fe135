/** Sales so far, and the page that shows them. */
@NullMarked
package dev.stackhouse.demo.report;

import org.jspecify.annotations.NullMarked;
