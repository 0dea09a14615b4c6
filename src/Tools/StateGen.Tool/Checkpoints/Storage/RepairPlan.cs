using System.Collections.Immutable;
using StateGen.Checkpointing.Storage;
using StateGen.Tool.Checkpoints.Reports;

namespace StateGen.Tool.Checkpoints.Storage;

/// <summary>The plan of a repair: what it would do, and what would be lost. Immutable.</summary>
internal sealed class RepairPlan
{
    private readonly StorageAddress _address;
    private readonly Examination _examination;

    /// <param name="address">The storage.</param>
    /// <param name="examination">All of its checkpoints, verified.</param>
    /// <param name="files">The paths of all its files.</param>
    public RepairPlan(StorageAddress address, Examination examination, IReadOnlyList<string> files)
    {
        _address = address;
        _examination = examination;
        Kept = examination.Sound;
        GivenUp = [.. examination.Stored.Checkpoints.Where(checkpoint => !Kept.Contains(checkpoint)).Select(static checkpoint => checkpoint.CheckpointId)];
        var needed = Kept.SelectMany(static checkpoint => checkpoint.FilePaths.Add(checkpoint.Stored.File)).ToHashSet(StringComparer.Ordinal);
        Removed = [.. files.Where(path => IsLost(path) && !needed.Contains(path))];
    }

    /// <summary>Gets the checkpoints that are kept, ascending.</summary>
    public ImmutableArray<RetainedCheckpoint> Kept { get; }

    /// <summary>Gets the number of the checkpoint from which the job resumes; null if there is none.</summary>
    public long? ResumesFrom => Kept.LastOrDefault()?.CheckpointId;

    /// <summary>Gets the numbers of the checkpoints that are given up.</summary>
    public ImmutableArray<long> GivenUp { get; }

    /// <summary>Gets the paths of the files that are removed.</summary>
    public ImmutableArray<string> Removed { get; }

    /// <summary>Gets a value indicating whether something is damaged.</summary>
    public bool IsNeeded => _examination.Damages.Count > 0;

    /// <summary>Gets a value indicating whether the job can go on afterwards without starting from the beginning.</summary>
    public bool IsPossible => ResumesFrom is not null || (GivenUp.IsEmpty && !_examination.IsLogDamaged);

    /// <summary>Gets what was found.</summary>
    public Examination Examination => _examination;

    private bool GoesBack => _examination.IsLogDamaged || GivenUp.Any(id => id > (ResumesFrom ?? 0));

    /// <summary>Creates the report.</summary>
    /// <param name="isDone">true if the repair was made.</param>
    /// <param name="keptIn">The folder to which the files were moved; null if they were not.</param>
    public RepairReport Report(bool isDone, string? keptIn) => new(
        _address.Text,
        _examination.Stored.JobId,
        isDone,
        IsPossible,
        [.. _examination.Damages.Select(DamagedFile.Of)],
        ResumesFrom,
        [.. GivenUp],
        [.. IsNeeded && IsPossible ? Losses : []],
        IsNeeded && IsPossible ? Removed : [],
        keptIn,
        Next(isDone));

    private IEnumerable<string> Losses
    {
        get
        {
            if (GoesBack)
            {
                var time = ReportText.Time(Kept[^1].Manifest.CreatedAt);
                yield return $"{Given(static (id, last) => id > last)}The job resumes from checkpoint {ResumesFrom}, which was taken at {time}, "
                    + "and reads its input again from there.";
                yield return $"Output that was committed after checkpoint {ResumesFrom} must be removed, because the job writes it again.";
            }

            if (Given(static (id, last) => id < last) is { Length: > 0 } older)
                yield return $"{older}The job does not need it.";
            if (_examination.Unreadable.Any(static path => path is CheckpointLayout.ClaimPath or CheckpointLayout.CommittedPath))
                yield return "Nothing is lost with the files beside the checkpoints: "
                    + "the next start writes them again, or commits output again that is committed already.";
        }
    }

    private string Given(Func<long, long, bool> isChosen)
    {
        var ids = GivenUp.Where(id => isChosen(id, ResumesFrom ?? 0)).ToArray();
        return ids.Length switch
        {
            0 when _examination.IsLogDamaged && isChosen(1, 0) => "A later checkpoint is given up, if the damaged entry of the log named one. ",
            0 => "",
            1 => $"Checkpoint {ids[0]} is given up. ",
            _ => $"Checkpoints {ReportText.Numbers(ids)} are given up. ",
        };
    }

    private string Next(bool isDone) =>
        !IsNeeded ? "Nothing is damaged."
        : !IsPossible ? "No sound checkpoint is left. Bring the damaged files back from a copy, or start the job again from the beginning: "
            + "delete everything in the checkpoint storage, and the output of the job."
        : isDone && GoesBack ? $"Repaired. Before you start the job, remove the output that was committed after checkpoint {ResumesFrom}."
        : isDone ? "Repaired. Start the job."
        : $"Nothing was changed. Run '{RepairAdvice.CommandFor(_address.Text)} --yes' to do this, or bring the files back from a copy.";

    // Whatever the job would remove at its next start, and what is damaged.
    private bool IsLost(string path) =>
        CheckpointLayout.IsLogEntry(path, out _) || CheckpointLayout.IsCheckpointFile(path, out _) || _examination.Unreadable.Contains(path);
}
