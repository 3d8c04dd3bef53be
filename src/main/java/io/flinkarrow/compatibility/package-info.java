/**
 * What differs between the releases of Flink that this library runs on. No other package may name a
 * class, a method or a field of Flink that one of these releases lacks; {@code README.md} beside
 * this file lists all that do differ, with the release that ends each difference.
 *
 * <p>From: whoever needs what not all releases have. To: whichever Flink is there. Knows Flink.
 */
package io.flinkarrow.compatibility;
