using StateGen.Backends.Memory.Snapshots;

namespace StateGen.Backends.Memory;

/// <summary>A snapshot whose content is serialised already.</summary>
internal sealed class MemorySnapshot(long listCounter, BlockFile[] frozen) : StateSnapshot(listCounter)
{
    public override async Task WriteAsync(IStateFileWriter files, CancellationToken cancellationToken)
    {
        foreach (var file in frozen)
            await file.WriteAsync(files, cancellationToken).ConfigureAwait(false);
    }

    protected override void Dispose(bool disposing)
    {
        foreach (var file in frozen)
            file.Dispose();
        base.Dispose(disposing);
    }
}
