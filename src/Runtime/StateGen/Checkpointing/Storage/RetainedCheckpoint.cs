using System.Collections.Immutable;
using System.Runtime.ExceptionServices;
using StateGen.Checkpointing.Manifest;

namespace StateGen.Checkpoints;

/// <summary>A complete checkpoint in the storage: its manifest, or why that cannot be read.</summary>
internal sealed class RetainedCheckpoint
{
    private readonly CheckpointManifest? _manifest;
    private readonly StateGenException? _failure;

    private RetainedCheckpoint(CheckpointManifest? manifest, StateGenException? failure)
    {
        _manifest = manifest;
        _failure = failure;
        FilePaths = manifest is null ? [] : manifest.Files.Select(file => file.Path).ToImmutableHashSet(StringComparer.Ordinal);
    }

    public bool IsReadable => _failure is null;

    public string? JobId => _manifest?.JobId;

    /// <summary>The files that the manifest names; none where it cannot be read.</summary>
    public ImmutableHashSet<string> FilePaths { get; }

    public static RetainedCheckpoint Readable(CheckpointManifest manifest) => new(manifest, null);

    public static RetainedCheckpoint Decode(string file, byte[] text)
    {
        try
        {
            return Readable(ManifestFormat.DecodeManifest(file, text));
        }
        catch (StateGenException failure)
        {
            return new RetainedCheckpoint(null, failure);
        }
    }

    public CheckpointManifest Require()
    {
        if (_failure is not null)
            ExceptionDispatchInfo.Throw(_failure);
        return _manifest!;
    }
}
