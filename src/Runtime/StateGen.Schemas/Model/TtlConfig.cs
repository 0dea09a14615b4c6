namespace StateGen.Schemas.Model;

/// <summary>The length of a time to live is no part of a shape: it is always the program's.</summary>
internal static class TtlConfig
{
    /// <summary>A schema with the times to live of another one that has the same states.</summary>
    public static OperatorSchema Take(OperatorSchema schema, OperatorSchema latest) => schema with
    {
        States = schema.States.Select(state => state with { TimeToLiveMilliseconds = latest.States.First(other => other.Name == state.Name).TimeToLiveMilliseconds }).ToEquatableArray(),
    };
}
