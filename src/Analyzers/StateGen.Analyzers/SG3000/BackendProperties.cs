namespace StateGen.Analyzers.SG3000;

/// <summary>Defines the names of the diagnostic properties that pass facts about state and its backend to code fixes.</summary>
public static class BackendProperties
{
    /// <summary>The type of collection state that a value state can become, <c>ListState</c> or <c>MapState</c>; absent if there is no fix.</summary>
    public const string CollectionState = "CollectionState";
}
