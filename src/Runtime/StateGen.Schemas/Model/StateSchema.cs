namespace StateGen.Schemas;

/// <summary>The shape of one state of an operator.</summary>
/// <param name="Name">The name of the state, unique within its operator.</param>
/// <param name="Kind">The kind of the state.</param>
/// <param name="Type">The type expression (<see cref="TypeExpression"/>) of the value, the map's values or the list's elements.</param>
/// <param name="MapKeyType">The type expression of the map's keys; null where the state is no map.</param>
/// <param name="TimeToLiveMilliseconds">The time to live in milliseconds; null where entries live until they are removed.</param>
/// <param name="FormerNames">The names that the state had in earlier schemas.</param>
public sealed record StateSchema(
    string Name,
    StateKind Kind,
    string Type,
    string? MapKeyType = null,
    long? TimeToLiveMilliseconds = null,
    EquatableArray<string> FormerNames = default);
