using StateGen.Backends;

namespace StateGen.Benchmarks.Musts.Variants;

/// <summary>Drops the files of a snapshot, so that the disk is not measured.</summary>
internal sealed class DiscardedFiles : IStateFileWriter
{
    public static DiscardedFiles Instance { get; } = new();

    public Task WriteAsync(string name, Func<Stream, CancellationToken, Task> write, CancellationToken cancellationToken) =>
        write(Stream.Null, cancellationToken);
}
