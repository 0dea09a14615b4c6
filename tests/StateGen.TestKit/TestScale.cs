namespace StateGen.TestKit;

/// <summary>How much the tests do: ten times as much where the environment variable STATEGEN_SOAK is 1.</summary>
internal static class TestScale
{
    private const int SoakFactor = 10;

    public static bool IsSoak { get; } = Environment.GetEnvironmentVariable("STATEGEN_SOAK") == "1";

    /// <summary>A number of generated cases, or of repetitions.</summary>
    public static int Of(int count) => IsSoak ? count * SoakFactor : count;

    /// <summary>A number of generated cases, and another one for a soak.</summary>
    public static int Of(int count, int soak) => IsSoak ? soak : count;
}
