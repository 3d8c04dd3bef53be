package io.flinkarrow.examples;

import java.io.PrintStream;
import java.nio.ByteBuffer;

/** Whether this JVM lets Arrow's vectors into its memory. */
final class Vectors {

  private static final String ADD_OPENS = "--add-opens=java.base/java.nio=ALL-UNNAMED";

  private Vectors() {}

  /** Says what to do if not. Asked first: otherwise Arrow fails later and less clearly. */
  static boolean areUsable(PrintStream errors) {
    if (ByteBuffer.class.getModule().isOpen("java.nio", Vectors.class.getModule())) {
      return true;
    }
    errors.printf(
        "Arrow's vectors need a JVM option that this program was started without:%n  %s%n"
            + "Add it to the java command (examples/run does). On a Flink cluster it belongs to"
            + " env.java.opts.all, where Flink's own config.yaml already has it.%n",
        ADD_OPENS);
    return false;
  }
}
