package dev.intercepts.connector.json;

import java.lang.reflect.RecordComponent;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes plain values and records. */
final class JsonWriter {

    private final StringBuilder out;
    private final boolean indented;

    JsonWriter(StringBuilder out, boolean indented) {
        this.out = out;
        this.indented = indented;
    }

    void value(@Nullable Object value, int depth) {
        switch (value) {
            case null -> out.append("null");
            case Map<?, ?> map -> object(map, depth);
            case Collection<?> items -> array(items, depth);
            case Record record -> object(members(record), depth);
            case Number number -> out.append(number);
            case Boolean flag -> out.append(flag.booleanValue());
            default -> string(value instanceof Enum<?> constant ? constant.name() : value.toString());
        }
    }

    private void object(Map<?, ?> members, int depth) {
        out.append('{');
        boolean first = true;
        for (Map.Entry<?, ?> member : members.entrySet()) {
            if (member.getValue() == null) {
                continue;
            }
            separate(first, depth + 1);
            first = false;
            string(String.valueOf(member.getKey()));
            out.append(indented ? ": " : ":");
            value(member.getValue(), depth + 1);
        }
        end(first, depth);
        out.append('}');
    }

    private void array(Collection<?> items, int depth) {
        out.append('[');
        boolean first = true;
        for (Object item : items) {
            separate(first, depth + 1);
            first = false;
            value(item, depth + 1);
        }
        end(first, depth);
        out.append(']');
    }

    private void separate(boolean first, int depth) {
        if (!first) {
            out.append(',');
        }
        if (indented) {
            out.append('\n').append("  ".repeat(depth));
        }
    }

    private void end(boolean empty, int depth) {
        if (indented && !empty) {
            out.append('\n').append("  ".repeat(depth));
        }
    }

    private void string(String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> {
                    // U+2028 and U+2029 end a line for some readers, and this is line-delimited.
                    if (c < ' ' || c == '\u2028' || c == '\u2029' || Character.isSurrogate(c) && !paired(text, i)) {
                        out.append(String.format("\\u%04x", (int) c));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        out.append('"');
    }

    private static boolean paired(String text, int i) {
        return Character.isHighSurrogate(text.charAt(i))
                ? i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))
                : i > 0 && Character.isHighSurrogate(text.charAt(i - 1));
    }

    private static Map<String, @Nullable Object> members(Record record) {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        for (RecordComponent component : record.getClass().getRecordComponents()) {
            try {
                var accessor = component.getAccessor();
                accessor.setAccessible(true);
                members.put(component.getName(), accessor.invoke(record));
            } catch (ReflectiveOperationException e) {
                throw new JsonException(component + ": " + e.getMessage());
            }
        }
        return members;
    }
}
