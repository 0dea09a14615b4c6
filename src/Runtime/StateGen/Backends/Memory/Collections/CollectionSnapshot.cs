using StateGen.Backends.Memory.Snapshots;

namespace StateGen.Backends.Memory.Collections;

/// <summary>A snapshot of collections. The contents of its heads are kept until it has ended.</summary>
internal class CollectionSnapshot(TableSnapshot entries, SnapshotsInProgress snapshots) : TableSnapshot
{
    private int _hasEnded;

    public override int PartCount => entries.PartCount;

    /// <summary>Gets a value indicating whether the snapshot has ended.</summary>
    public bool HasEnded => Volatile.Read(ref _hasEnded) != 0;

    public override void Write(int part, BlockFile file) => entries.Write(part, file);

    public override void Complete() => entries.Complete();

    public override void End()
    {
        if (Interlocked.Exchange(ref _hasEnded, 1) != 0)
            return;
        entries.End();
        EndContents();
        snapshots.End();
    }

    /// <summary>Ends what the snapshot has besides its heads.</summary>
    protected virtual void EndContents()
    {
    }
}
