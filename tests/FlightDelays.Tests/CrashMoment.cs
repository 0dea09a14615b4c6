namespace FlightDelays.Tests;

/// <summary>When to kill the sample: in the middle of a restore, a checkpoint or a commit.</summary>
/// <param name="Checkpoints">After this many checkpoints of the run,</param>
/// <param name="Changes">and then this many changes</param>
/// <param name="Files">to files of such names.</param>
public sealed record CrashMoment(int Checkpoints, int Changes, string Files)
{
    private const int MostCheckpoints = 3;
    private const int MostChanges = 60;

    /// <summary>Every other moment is the short one at which a checkpoint has come to exist and its output is not yet committed.</summary>
    public static CrashMoment Draw(Random random)
    {
        var checkpoints = random.Next(MostCheckpoints + 1);
        return random.Next(2) == 0 ? new(checkpoints, 1, "manifest.json") : new(checkpoints, random.Next(1, MostChanges + 1), "*");
    }

    public override string ToString() => $"after {Checkpoints} checkpoints and {Changes} changes to {Files}";
}
