namespace StateGen.Schemas;

/// <summary>
/// The shape of all state of an operator: the meaning of its stored bytes. Generated code declares one schema per operator, and every
/// checkpoint carries it. Instances are immutable. They are equal if all their parts are equal, in the same order.
/// </summary>
/// <param name="OperatorId">The stable id of the operator in its pipeline.</param>
/// <param name="KeyType">The type expression (<see cref="TypeExpression"/>) of the key.</param>
/// <param name="States">The states, in the ordinal order of their names: the order in which rows hold them.</param>
/// <param name="Types">
/// The shapes of all named types that the key and the states are made of, directly or indirectly, in the ordinal order of their names.
/// </param>
public sealed record OperatorSchema(
    string OperatorId,
    string KeyType,
    EquatableArray<StateSchema> States,
    EquatableArray<TypeSchema> Types)
{
    /// <summary>Parses the canonical text of one operator (<see cref="Text.SchemaText"/>), as generated code and checkpoints hold it.</summary>
    /// <param name="text">The text: one operator and the types that it is made of.</param>
    /// <exception cref="FormatException">The text is malformed; the message names the line.</exception>
    public static OperatorSchema Parse(string text) => Schemas.Text.SchemaText.ParseOperator(text);

    /// <summary>Finds the shape of a named type; null if the schema has no type of that name.</summary>
    /// <param name="name">The name as in type expressions, without <c>?</c>.</param>
    public TypeSchema? FindType(string name) => Types.FirstOrDefault(type => type.Name == name);

    /// <summary>Returns the canonical text (<see cref="Text.SchemaText"/>), which <see cref="Parse"/> reads.</summary>
    public override string ToString() => Schemas.Text.SchemaText.Write(this);
}

/// <summary>The shape of one state of an operator.</summary>
/// <param name="Name">The name of the state, unique within its operator.</param>
/// <param name="Kind">The kind of the state.</param>
/// <param name="Type">
/// The type expression (<see cref="TypeExpression"/>) of the value, of the values of a map, sorted map or broadcast state, of list elements, or of the
/// accumulator.
/// </param>
/// <param name="MapKeyType">The type expression of the keys of a map, sorted map or broadcast state; null for other states.</param>
/// <param name="TimeToLiveMilliseconds">The time to live in milliseconds; null if entries live until they are removed.</param>
/// <param name="FormerNames">The names that the state had in earlier schemas.</param>
public sealed record StateSchema(
    string Name,
    StateKind Kind,
    string Type,
    string? MapKeyType = null,
    long? TimeToLiveMilliseconds = null,
    EquatableArray<string> FormerNames = default)
{
    /// <summary>
    /// Gets a value indicating whether entries expire by event time, and not by processing time. It is part of the shape: stored timestamps are of that clock.
    /// </summary>
    public bool ExpiresByEventTime { get; init; }

    /// <summary>Gets a value indicating whether the state is a column of the row of a key: a value, reducing or aggregating state.</summary>
    public bool IsInRow => Kind == StateKind.Value || IsAccumulator;

    /// <summary>Gets a value indicating whether the state holds an accumulator: whether it is a reducing or aggregating state.</summary>
    public bool IsAccumulator => Kind is StateKind.Reducing or StateKind.Aggregating;
}

/// <summary>Specifies the kind of a state. The names are part of the text of schemas, in lower case: <c>sorted-map</c>. New kinds are appended.</summary>
public enum StateKind
{
    /// <summary>One value per key, a column of the row.</summary>
    Value = 0,

    /// <summary>Entries per key, each with a map key.</summary>
    Map = 1,

    /// <summary>Elements per key in the order in which they were added.</summary>
    List = 2,

    /// <summary>Entries of the operator and not of a key, each with a map key. Every subtask has the same.</summary>
    Broadcast = 3,

    /// <summary>One value per key into which others are combined, a column of the row. It may be absent, which is not the same as the default.</summary>
    Reducing = 4,

    /// <summary>One accumulator per key from which a result is computed, a column of the row. It may be absent, which is not the same as the default.</summary>
    Aggregating = 5,

    /// <summary>Entries per key, each with a map key, in the order of the map keys.</summary>
    SortedMap = 6,

    /// <summary>Elements of the subtask and not of a key. A restore divides them among the subtasks.</summary>
    OperatorList = 7,

    /// <summary>Elements of the subtask and not of a key. A restore hands all of them to every subtask.</summary>
    OperatorUnion = 8,
}
