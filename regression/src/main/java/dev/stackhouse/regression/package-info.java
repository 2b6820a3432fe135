/** What became dearer between two versions of a service, judged by their instances. Pure: no I/O, no clock. */
@NullMarked
package dev.stackhouse.regression;

import org.jspecify.annotations.NullMarked;
