namespace StateGen.Analyzers.SG3000;

/// <summary>What diagnostics about state and its backend tell to fixes.</summary>
public static class BackendProperties
{
    /// <summary>The collection state that a value can become, <c>ListState</c> or <c>MapState</c>; absent where there is no fix.</summary>
    public const string CollectionState = "CollectionState";
}
