namespace StateGen.Conformance.Tests.Oracle;

/// <summary>Something that happens to a job.</summary>
internal abstract record Step
{
    /// <summary>A record arrives.</summary>
    public sealed record Arrival(string Key, Command[] Commands) : Step
    {
        public override string ToString() => $"{Key}: {string.Join(' ', Commands)}";
    }

    /// <summary>The watermark advances.</summary>
    public sealed record Watermark(int Milliseconds) : Step;

    /// <summary>Time passes, and the timers that it reaches fire.</summary>
    public sealed record Sleep(int Milliseconds) : Step;

    /// <summary>A snapshot is taken and restored, at another parallelism or the same.</summary>
    public sealed record Restore(int Parallelism) : Step;
}
