using System.Threading.Channels;
using StateGen.Connectors.Memory;

namespace StateGen;

/// <summary>
/// Creates sinks that hand on each record at once. They deliver at least once: all records before a checkpoint are handed on before it is complete, but after a
/// failure the records since the last checkpoint come again. For exactly-once output, use <see cref="FileSink"/> or, within a process,
/// <see cref="CollectionSink{T}"/>.
/// </summary>
public static class Sink
{
    /// <summary>
    /// Creates a sink that writes records to a channel, at least once. A bounded channel that is full holds up the job. The sink does not complete the
    /// channel, because the job may be restarted; complete it after <see cref="RunnablePipeline.RunAsync"/> has returned. Records that no one has
    /// taken from the channel when the process ends are lost, whether they belong to a checkpoint or not.
    /// </summary>
    /// <typeparam name="T">The type of the records.</typeparam>
    /// <param name="writer">The writer of the channel. Several subtasks write to it at the same time.</param>
    public static ISink<T> ToChannel<T>(ChannelWriter<T> writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        return new DirectSink<T>($"channel of {typeof(T).Name}", new ChannelOutput<T>(writer));
    }

    /// <summary>Creates a sink that writes records to the standard output, one per line, at least once.</summary>
    /// <typeparam name="T">The type of the records.</typeparam>
    /// <param name="format">A function that converts a record to a line; null for its <see cref="object.ToString"/>. It is called from several threads.</param>
    public static ISink<T> ToConsole<T>(Func<T, string>? format = null) =>
        new DirectSink<T>("console", new TextOutput<T>(static () => Console.Out, format ?? (static record => record?.ToString() ?? "")));

    /// <summary>Creates a sink that writes records to a text writer, one per line, at least once. The writer is flushed at each checkpoint.</summary>
    /// <typeparam name="T">The type of the records.</typeparam>
    /// <param name="writer">The writer, which remains open. The sink uses it on one thread at a time; nothing else should use it meanwhile.</param>
    /// <param name="format">A function that converts a record to a line. It is called from several threads.</param>
    public static ISink<T> ToTextWriter<T>(TextWriter writer, Func<T, string> format)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(format);
        return new DirectSink<T>(writer.GetType().Name, new TextOutput<T>(() => writer, format));
    }
}
