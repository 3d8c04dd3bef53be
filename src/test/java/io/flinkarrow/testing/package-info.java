/**
 * What the tests judge with: slow, obvious references and foreign readers.
 *
 * <p>From: Arrow vectors and Parquet files. To: plain Java values that compare with {@code equals}.
 */
package io.flinkarrow.testing;
