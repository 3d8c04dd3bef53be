package io.flinkarrow.kafka;

import java.io.IOException;
import java.io.Serializable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the log which payloads a subtask leaves out, but does not fill it. */
final class SkippedPayloads implements Serializable {

  private static final long serialVersionUID = 1L;

  private static final Logger LOG = LoggerFactory.getLogger(SkippedPayloads.class);

  private transient long count;

  /** Logs the first, the second, the fourth and so on. */
  void log(IOException failure) {
    count++;
    if (Long.bitCount(count) == 1) {
      LOG.warn("Skipped payload number {} of this subtask: {}", count, failure.getMessage());
    }
  }
}
