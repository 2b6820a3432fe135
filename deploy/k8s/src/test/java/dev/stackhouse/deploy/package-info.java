/** What the manifests promise, checked against the code that they deploy. */
@NullMarked
package dev.stackhouse.deploy;

import org.jspecify.annotations.NullMarked;
