using System.Collections.Immutable;
using StateGen.Checkpointing.Storage;
using StateGen.Checkpoints;

namespace StateGen.Tool.Checkpoints.Storage;

/// <summary>
/// Finds everything that is damaged in a storage. Where the job would refuse to start, the reading goes on as if the damaged file did not exist.
/// </summary>
internal sealed class Examination
{
    private readonly ICheckpointStorage _storage;
    private readonly VisibleFiles _visible;
    private readonly Dictionary<string, CheckpointDamagedException?> _verified = new(StringComparer.Ordinal);
    private readonly List<Damage> _damages = [];
    private readonly HashSet<long> _sound = [];

    private Examination(ICheckpointStorage storage, VisibleFiles visible)
    {
        _storage = storage;
        _visible = visible;
    }

    /// <summary>Gets what the storage holds without the small files that are damaged.</summary>
    public StoredCheckpoints Stored { get; private set; } = null!;

    /// <summary>Gets the paths of damaged files beside the checkpoints: the claim, the latest entries of the log, the mark of earlier versions.</summary>
    public IReadOnlySet<string> Unreadable => _visible.Hidden;

    /// <summary>Gets a value indicating whether the latest entry of the log is damaged.</summary>
    public bool IsLogDamaged => Unreadable.Any(static path => CheckpointLayout.IsLogEntry(path, out _));

    /// <summary>Gets all damages that were found.</summary>
    public IReadOnlyList<Damage> Damages => _damages;

    /// <summary>Gets the sound ones of the checkpoints that were verified, ascending.</summary>
    public ImmutableArray<RetainedCheckpoint> Sound => [.. Stored.Checkpoints.Where(checkpoint => _sound.Contains(checkpoint.CheckpointId))];

    /// <summary>Reads everything but the files of the checkpoints.</summary>
    /// <exception cref="CheckpointFormatException">A later version of StateGen has written to the storage.</exception>
    /// <exception cref="CheckpointStorageException">The storage is empty, or cannot be read.</exception>
    public static async Task<Examination> ReadAsync(ICheckpointStorage storage, CancellationToken cancellationToken)
    {
        var examination = new Examination(storage, new VisibleFiles(storage));
        while (!await examination.TryReadAsync(cancellationToken).ConfigureAwait(false))
        {
            // Each turn leaves out one more damaged file.
        }

        return examination.Stored.JobId is null && examination.Damages.Count == 0
            ? throw new CheckpointStorageException($"'{storage.Location}' holds no checkpoints of any job.")
            : examination;
    }

    /// <summary>Gets the number of bytes that the verification of checkpoints reads.</summary>
    public static long SizeOf(IEnumerable<RetainedCheckpoint> checkpoints) =>
        checkpoints.Where(static checkpoint => checkpoint.IsReadable).SelectMany(static checkpoint => checkpoint.Manifest.Files)
            .DistinctBy(static file => file.Path, StringComparer.Ordinal).Sum(static file => file.Length);

    /// <summary>Reads every file of some of the checkpoints, each once.</summary>
    /// <param name="checkpoints">The checkpoints.</param>
    /// <param name="verified">Called with the length of each file that was read.</param>
    /// <param name="cancellationToken">Abandons the call.</param>
    public async Task VerifyAsync(IEnumerable<RetainedCheckpoint> checkpoints, Action<long> verified, CancellationToken cancellationToken)
    {
        foreach (var checkpoint in checkpoints.OrderByDescending(static checkpoint => checkpoint.CheckpointId))
        {
            if (checkpoint.IsReadable)
                await VerifyAsync(checkpoint, verified, cancellationToken).ConfigureAwait(false);
            // Without the latest entry of the log, older checkpoints are named that a later entry had discarded.
            else if (!(checkpoint.IsMissing && IsLogDamaged && _sound.Count > 0))
                _damages.Add(new(checkpoint.CheckpointId, checkpoint.Failure as CheckpointDamagedException ?? throw checkpoint.Failure!));
        }
    }

    private async Task<bool> TryReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            Stored = await StoredCheckpoints.ReadAsync(_visible, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (CheckpointDamagedException damage) when (_visible.Hide(damage.File))
        {
            _damages.Add(new(null, damage));
            return false;
        }
    }

    private async Task VerifyAsync(RetainedCheckpoint checkpoint, Action<long> verified, CancellationToken cancellationToken)
    {
        var isSound = true;
        foreach (var file in checkpoint.Manifest.Files)
        {
            if (!_verified.TryGetValue(file.Path, out var damage))
            {
                _verified.Add(file.Path, damage = await FindDamageAsync(file, cancellationToken).ConfigureAwait(false));
                verified(file.Length);
            }

            if (damage is null)
                continue;
            isSound = false;
            _damages.Add(new(checkpoint.CheckpointId, damage));
        }

        if (isSound)
            _sound.Add(checkpoint.CheckpointId);
    }

    private async Task<CheckpointDamagedException?> FindDamageAsync(CheckpointFile file, CancellationToken cancellationToken)
    {
        using var content = await _storage.TryOpenAsync(file.Path, cancellationToken).ConfigureAwait(false);
        if (content is null)
            return new(file.Path, "a file", "none");
        try
        {
            await FileVerification.VerifyAsync(file, content, cancellationToken).ConfigureAwait(false);
            return null;
        }
        catch (CheckpointDamagedException damage)
        {
            return damage;
        }
    }
}

/// <summary>A damaged file.</summary>
/// <param name="CheckpointId">The checkpoint that cannot be restored; null if the file belongs to none.</param>
/// <param name="Failure">What is wrong with it.</param>
internal sealed record Damage(long? CheckpointId, CheckpointDamagedException Failure);
