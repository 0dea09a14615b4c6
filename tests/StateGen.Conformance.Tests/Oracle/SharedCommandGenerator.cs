using static StateGen.Conformance.Tests.Oracle.Literal;

namespace StateGen.Conformance.Tests.Oracle;

/// <summary>Draws commands on operator state and broadcast state.</summary>
internal sealed class SharedCommandGenerator(Random random)
{
    private static readonly string[] Keys = ["", "1", "a", "\0", "é😀"];

    /// <summary>Draws a command of a broadcast event.</summary>
    public SharedCommand Draw() => random.Next(20) switch
    {
        < 4 => DrawPut(),
        < 5 => DrawRemove(),
        < 6 => new("Shared.Clear();", state => state.Shared.Clear()),
        < 7 => new("throw new DeliberateException();", _ => throw new DeliberateException()),
        _ => DrawInRecord(),
    };

    /// <summary>Draws a command of any record, which may read broadcast state and not write it.</summary>
    public SharedCommand DrawInRecord() => random.Next(10) switch
    {
        < 4 => DrawList("Split", state => state.Split, () => random.Next(-99, 99)),
        < 7 => DrawList("Union", state => state.Union, () => Keys[random.Next(Keys.Length)]),
        < 9 => DrawFind(),
        _ => SharedCommand.Describe,
    };

    private SharedCommand DrawPut()
    {
        var (key, value) = (Keys[random.Next(Keys.Length)], random.Next(4) == 0 ? (long?)null : random.Next(100));
        return new($"Shared[{Of(key)}] = {Of(value)};", state => state.Shared.Put(key, value));
    }

    private SharedCommand DrawRemove()
    {
        var key = Keys[random.Next(Keys.Length)];
        return new($"Emit(Shared.Remove({Of(key)}));", state => state.Emit($"{state.Shared.Remove(key)}"));
    }

    private SharedCommand DrawFind()
    {
        var key = Keys[random.Next(Keys.Length)];
        return new($"Emit(Shared.GetValueOrDefault({Of(key)}));", state => state.Emit(Of(state.Shared.Find(key))));
    }

    private SharedCommand DrawList<T>(string name, Func<ISharedState, IOracleOperatorList<T>> list, Func<T> draw)
        where T : notnull
    {
        var (element, index) = (draw(), random.Next(-1, 6));
        T[] elements = [.. Enumerable.Range(0, random.Next(4)).Select(_ => draw())];
        var text = string.Join(", ", elements.Select(added => Of(added)));
        return random.Next(16) switch
        {
            < 5 => new($"{name}.Add({Of(element)});", state => list(state).Add(element)),
            < 8 => new($"{name}.AddRange([{text}]);", state => list(state).AddRange(elements)),
            < 10 => new($"{name}.Update([{text}]);", state => list(state).Update(elements)),
            < 11 => new($"{name}.Clear();", state => list(state).Clear()),
            < 12 => new($"{name}[{index}] = {Of(element)};", state => list(state)[index] = element),
            < 13 => new($"Emit({name}[{index}]);", state => state.Emit(Of(list(state)[index]))),
            < 14 => new($"{name}.AddWhileEnumerating({Of(element)});", state => list(state).AddWhileEnumerating(element)),
            _ => new($"Emit({name});", state => state.Emit(string.Join(',', list(state).Elements.Select(found => Of(found))))),
        };
    }
}
