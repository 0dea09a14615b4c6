using System.Reflection;
using StateGen.Schemas;

namespace StateGen.Testing;

#pragma warning disable RS0030 // Reflection runs in tests only: the states of an operator are private.

/// <summary>
/// Reads the states of an operator by name, through the accessors that are generated for its properties: a test sees what a callback would see, times to live
/// included. Keyed state is read while its key is the current key.
/// </summary>
internal sealed class OperatorStates
{
    private readonly object _operator;
    private readonly OperatorSchema _schema;
    private readonly Dictionary<string, PropertyInfo> _byStableName = new(StringComparer.Ordinal);

    public OperatorStates(object keyedOperator, OperatorSchema schema)
    {
        _operator = keyedOperator;
        _schema = schema;
        for (var type = keyedOperator.GetType(); type is not null; type = type.BaseType)
        {
            foreach (var property in type.GetProperties(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            {
                if (property.GetCustomAttribute<StateAttribute>() is { } state)
                    _byStableName.TryAdd(state.Name ?? property.Name, property);
                else if (property.GetCustomAttribute<OperatorStateAttribute>() is { } operatorState)
                    _byStableName.TryAdd(operatorState.Name ?? property.Name, property);
            }
        }
    }

    public IReadOnlyList<string> Names => [.. _schema.States.Select(static state => state.Name)];

    /// <exception cref="ArgumentException">There is no such state, it is a collection, or its value or result has another type.</exception>
    public T Read<T>(string name)
    {
        var property = Find(name);
        var type = IsHandle(property) ? AccumulatedState.ResultOf(property.PropertyType) : property.PropertyType;
        if (!typeof(T).IsAssignableFrom(type))
            throw WrongType(property, nameof(name));
        return (T)Get(property)!;
    }

    /// <exception cref="ArgumentException">There is no such state, or it has no entries of these types.</exception>
    public Dictionary<TMapKey, TValue> ReadEntries<TMapKey, TValue>(string name, bool ofKey)
        where TMapKey : notnull
    {
        var property = Find(name);
        if (!IsHandle(property) || IsOfKey(property) != ofKey || Get(property) is not IEnumerable<KeyValuePair<TMapKey, TValue>> entries)
            throw WrongType(property, nameof(name));
        return new(entries);
    }

    /// <exception cref="ArgumentException">There is no such state, or it has no elements of this type.</exception>
    public List<T> ReadElements<T>(string name, bool ofKey)
    {
        var property = Find(name);
        if (!IsHandle(property) || IsOfKey(property) != ofKey || Get(property) is not IEnumerable<T> elements)
            throw WrongType(property, nameof(name));
        return [.. elements];
    }

    public string Describe() => string.Concat(_schema.States.Select(state => $"\n  {state.Name}: {StateText.Of(Get(_byStableName[state.Name]))}"));

    // Values can be set. What can only be got is a handle of entries, elements or an accumulator.
    private static bool IsHandle(PropertyInfo property) => property.SetMethod is null;

    private static bool IsOfKey(PropertyInfo property) =>
        HandleOf(property) is var handle && handle != typeof(BroadcastState<,>) && handle != typeof(OperatorListState<>);

    private static Type? HandleOf(PropertyInfo property) =>
        IsHandle(property) && property.PropertyType.IsGenericType ? property.PropertyType.GetGenericTypeDefinition() : null;

    // Windows are read with their results.
    private static bool IsOfWindows(Type handle) => handle == typeof(WindowState<,,,>) || handle == typeof(SessionWindowState<,,,>);

    private object? Get(PropertyInfo property) => AccumulatedState.ResultOf(property.PropertyType) is not null
        ? AccumulatedState.Read(_operator, property)
        : property.GetGetMethod(nonPublic: true)!.Invoke(_operator, BindingFlags.DoNotWrapExceptions, binder: null, parameters: null, culture: null);

    private PropertyInfo Find(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return _byStableName.Values.FirstOrDefault(property => property.Name == name)
            ?? _byStableName.GetValueOrDefault(name)
            ?? throw new ArgumentException(
                $"Operator '{_schema.OperatorId}' has no state '{name}'. "
                + (Names.Count == 0 ? "It has no states." : $"It has: {string.Join(", ", _byStableName.Select(Describe).Order(StringComparer.Ordinal))}."),
                nameof(name));
    }

    private static string Describe(KeyValuePair<string, PropertyInfo> state) =>
        state.Key == state.Value.Name ? $"'{state.Key}' ({ReadMethod(state.Value)})" : $"'{state.Key}' or '{state.Value.Name}' ({ReadMethod(state.Value)})";

    private ArgumentException WrongType(PropertyInfo property, string parameter) => new(
        $"State '{property.Name}' of operator '{_schema.OperatorId}' is of type {StateText.NameOf(property.PropertyType)}: "
        + $"read it with {ReadMethod(property)}.",
        parameter);

    private static string ReadMethod(PropertyInfo property)
    {
        var result = AccumulatedState.ResultOf(property.PropertyType);
        if (HandleOf(property) is not { } handle || result is not null)
            return $"GetState<{StateText.NameOf(result ?? property.PropertyType)}>(name, key)";
        var isList = handle == typeof(ListState<>) || handle == typeof(OperatorListState<>);
        var method = isList ? "GetList" : handle == typeof(BroadcastState<,>) ? "GetBroadcast" : "GetMap";
        var arguments = property.PropertyType.GetGenericArguments();
        var types = string.Join(", ", (IsOfWindows(handle) ? [typeof(TimeWindow), arguments[2]] : arguments).Select(StateText.NameOf));
        return $"{method}<{types}>({(IsOfKey(property) ? "name, key" : "name")})";
    }
}
