namespace StateGen.Schemas.Resolution;

/// <summary>Where the time of writing of a migrated value comes from.</summary>
public enum WriteTimeSource
{
    /// <summary>The declared state has no time to live, and so no time of writing.</summary>
    None = 0,

    /// <summary>It is stored.</summary>
    Stored = 1,

    /// <summary>A generation on the way had no time to live: what is there counts as written at the restore that brought the time to live.</summary>
    Restore = 2,

    /// <summary>The state was not there: it was never written.</summary>
    Never = 3,
}
