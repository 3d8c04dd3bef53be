package io.flinkarrow.examples;

/**
 * A message for Kafka.
 *
 * @param rows in it; 0 if nobody can read it
 */
record Message(byte[] bytes, int rows) {}
