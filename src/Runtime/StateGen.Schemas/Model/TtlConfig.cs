namespace StateGen.Schemas.Model;

/// <summary>Transfers the length of times to live, which is not part of a shape: it always follows the program.</summary>
internal static class TtlConfig
{
    /// <summary>Returns a schema with the times to live of another schema that has the same states.</summary>
    public static OperatorSchema Take(OperatorSchema schema, OperatorSchema latest) => schema with
    {
        States = schema.States
            .Select(state => state with { TimeToLiveMilliseconds = latest.States.First(other => other.Name == state.Name).TimeToLiveMilliseconds })
            .ToEquatableArray(),
    };
}
