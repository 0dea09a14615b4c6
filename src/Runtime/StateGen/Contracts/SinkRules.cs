namespace StateGen.Contracts;

/// <summary>The names of the rules that a <see cref="SinkContract{T}"/> verifies.</summary>
public static class SinkRules
{
    /// <summary>The sink has a description.</summary>
    public const string Description = "sink-description";

    /// <summary>Records are visible after their parts are committed, all of them, once each, and not before.</summary>
    public const string Commit = "sink-commit";

    /// <summary>A second commit of parts, also by another session, changes nothing.</summary>
    public const string RepeatedCommit = "sink-repeated-commit";

    /// <summary>A part names the job, attempt, subtask and checkpoint that it was prepared for.</summary>
    public const string PartIdentity = "sink-part-identity";

    /// <summary>A checkpoint without records makes no parts.</summary>
    public const string EmptyCheckpoint = "sink-empty-checkpoint";

    /// <summary>The parts of several subtasks, and of several checkpoints that are not committed yet, do not affect each other.</summary>
    public const string IndependentParts = "sink-independent-parts";

    /// <summary>A restore commits the parts of the restored checkpoint.</summary>
    public const string RestoreCommits = "sink-restore-commits";

    /// <summary>After a restore, records that were written after the checkpoint are never visible unless they are written again.</summary>
    public const string RestoreRemoves = "sink-restore-removes";

    /// <summary>A restore of an earlier checkpoint withdraws later output or is refused with a <see cref="StateGenException"/>.</summary>
    public const string LaterOutput = "sink-later-output";

    /// <summary>A restore does not touch the output of another job.</summary>
    public const string OtherJob = "sink-other-job";

    /// <summary>A fresh start with checkpoints in another place leaves prepared parts to the checkpoint that names them.</summary>
    public const string OtherPlace = "sink-other-place";

    /// <summary>A second run of the same job is refused with a <see cref="SinkInUseException"/> while the first is open.</summary>
    public const string OneRun = "sink-one-run";

    /// <summary>A part that the sink did not prepare is refused with a <see cref="StateGenException"/>.</summary>
    public const string UnknownPart = "sink-unknown-part";

    /// <summary>A sink that delivers at least once has handed on all records when it has prepared a checkpoint, and prepares no parts.</summary>
    public const string HandedOn = "sink-handed-on";
}
