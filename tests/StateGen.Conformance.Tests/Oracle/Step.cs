namespace StateGen.Conformance.Tests.Oracle;

/// <summary>Something that happens to a job.</summary>
internal abstract record Step
{
    /// <summary>Records arrive in one batch.</summary>
    public sealed record Batch(Arrival[] Arrivals) : Step
    {
        public override string ToString() => $"Process({string.Join(", ", Arrivals)});";
    }

    /// <summary>The watermark advances to a time.</summary>
    public sealed record Watermark(long Timestamp) : Step
    {
        public override string ToString() => $"AdvanceWatermark({Timestamp});";
    }

    /// <summary>The system clock is set, mostly to a later time, and the timers that it reaches fire.</summary>
    public sealed record Clock(long Milliseconds) : Step
    {
        public override string ToString() => $"time.Milliseconds = {Milliseconds};";
    }

    /// <summary>A checkpoint is taken, and written immediately or while the next steps run.</summary>
    public sealed record Save(bool IsWrittenLater) : Step
    {
        public override string ToString() => IsWrittenLater ? "Save(isWrittenLater: true);" : "Save();";
    }

    /// <summary>The job ends and is restored from its latest checkpoint, at another parallelism or the same, on another backend that can read it or the same.</summary>
    public sealed record Restore(int Parallelism, bool IsOnOther) : Step
    {
        public override string ToString() => $"Restore(parallelism: {Parallelism}{(IsOnOther ? ", isOnOther: true" : "")});";
    }

    /// <summary>A broadcast event arrives on every subtask.</summary>
    public sealed record Broadcast(Announcement Announcement) : Step
    {
        public override string ToString() => $"Broadcast({Announcement});";
    }

    /// <summary>The keys with state and the timers are listed.</summary>
    public sealed record Survey : Step
    {
        public override string ToString() => "Survey();";
    }

    /// <summary>The job is idle, and removes what has expired.</summary>
    public sealed record CleanUp : Step
    {
        public override string ToString() => "RemoveExpired();";
    }
}

/// <summary>A record of a key, with its event time.</summary>
internal sealed record Arrival(string Key, long Timestamp, Command[] Commands)
{
    public override string ToString() => $"[{Literal.Of(Key)}, {Timestamp}] = () => {{ {string.Join(' ', (object[])Commands)} }}";
}

/// <summary>A broadcast event, with its event time.</summary>
/// <param name="Timestamp">The event time.</param>
/// <param name="Commands">What the event does, in each subtask.</param>
/// <param name="KeyCommands">What it then does for each key that has state; null if it visits none.</param>
internal sealed record Announcement(long Timestamp, SharedCommand[] Commands, Command[]? KeyCommands)
{
    public override string ToString() =>
        $"[{Timestamp}] = () => {{ {string.Join(' ', (object[])Commands)} }}{(KeyCommands is null ? "" : $", visit: () => {{ {string.Join(' ', (object[])KeyCommands)} }}")}";
}
