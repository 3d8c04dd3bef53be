package io.flinkarrow.testing;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.LoggerConfig;
import org.apache.logging.log4j.core.config.Property;

/** What a class logs as a warning or worse, as long as this is open. */
public final class LoggedWarnings implements AutoCloseable {

  private final String logger;
  private final List<String> messages = new CopyOnWriteArrayList<>();

  private LoggedWarnings(String logger) {
    this.logger = logger;
  }

  public static LoggedWarnings of(Class<?> type) {
    return from(Level.WARN, type);
  }

  /** What it logs for information, too. */
  public static LoggedWarnings andInformation(Class<?> type) {
    return from(Level.INFO, type);
  }

  private static LoggedWarnings from(Level least, Class<?> type) {
    LoggedWarnings warnings = new LoggedWarnings(type.getName());
    AbstractAppender appender =
        new AbstractAppender("warnings", null, null, false, Property.EMPTY_ARRAY) {
          @Override
          public void append(LogEvent event) {
            warnings.messages.add(event.getMessage().getFormattedMessage());
          }
        };
    appender.start();
    LoggerConfig config = new LoggerConfig(warnings.logger, least, false);
    config.addAppender(appender, least, null);
    LoggerContext context = LoggerContext.getContext(false);
    context.getConfiguration().addLogger(warnings.logger, config);
    context.updateLoggers();
    return warnings;
  }

  public List<String> messages() {
    return List.copyOf(messages);
  }

  @Override
  public void close() {
    LoggerContext context = LoggerContext.getContext(false);
    context.getConfiguration().removeLogger(logger);
    context.updateLoggers();
  }
}
