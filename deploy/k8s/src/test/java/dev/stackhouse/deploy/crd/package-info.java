/** The custom resources that the manifests use: no more of each than they use, so that a misspelt field is found. */
@NullMarked
package dev.stackhouse.deploy.crd;

import org.jspecify.annotations.NullMarked;
