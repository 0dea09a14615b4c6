using System.Numerics;
using System.Reflection;
using System.Runtime.CompilerServices;
using StateGen.TestKit.Nodes;

namespace StateGen.TestKit.Values;

/// <summary>Random values of any supported type, by reflection; a default one here and there.</summary>
internal sealed class RandomValues(Random random)
{
    private const int LongestText = 40;
    private const int OneIsDefaultIn = 6;

    private readonly Scalars _scalars = new(random);

    /// <summary>A value of a type that does not admit null.</summary>
    public object Next(Type type) => Next(type, nullability: null)!;

    private object? Next(Type type, NullabilityInfo? nullability)
    {
        if (Nullable.GetUnderlyingType(type) is { } underlying)
            return random.Next(3) == 0 ? null : Next(underlying, nullability);
        if (nullability is { ReadState: NullabilityState.Nullable } && !type.IsValueType && random.Next(3) == 0)
            return null;
        if (random.Next(OneIsDefaultIn) == 0 && (type.IsPrimitive || type.IsEnum))
            return Activator.CreateInstance(type);
        return type.IsEnum ? Enum.ToObject(type, NextScalar(Enum.GetUnderlyingType(type))!) : NextScalar(type) ?? NextComposite(type, nullability);
    }

    private object? NextScalar(Type type) => Type.GetTypeCode(type) switch
    {
        TypeCode.Boolean => random.Next(2) == 0,
        TypeCode.Char => (char)_scalars.NextBits(),
        TypeCode.SByte => (sbyte)_scalars.NextBits(),
        TypeCode.Byte => (byte)_scalars.NextBits(),
        TypeCode.Int16 => (short)_scalars.NextBits(),
        TypeCode.UInt16 => (ushort)_scalars.NextBits(),
        TypeCode.Int32 => (int)_scalars.NextBits(),
        TypeCode.UInt32 => (uint)_scalars.NextBits(),
        TypeCode.Int64 => (long)_scalars.NextBits(),
        TypeCode.UInt64 => _scalars.NextBits(),
        TypeCode.Single => _scalars.NextSingle(),
        TypeCode.Double => _scalars.NextDouble(),
        TypeCode.Decimal => new decimal((int)_scalars.NextBits(), (int)_scalars.NextBits(), (int)_scalars.NextBits(), random.Next(2) == 0, (byte)random.Next(29)),
        TypeCode.DateTime => _scalars.NextUtc(),
        TypeCode.String => _scalars.NextText(random.Next(LongestText)),
        _ => NextOfSystem(type),
    };

    private object? NextOfSystem(Type type) => type.FullName switch
    {
        "System.Guid" => new Guid(_scalars.NextBytes(16)),
        "System.DateTimeOffset" => NextOffsetTime(),
        "StateGen.TimeWindow" => TimeWindow.Tumbling(NextOffsetTime(), TimeSpan.FromMilliseconds(random.Next(1, 100_000_000))),
        "System.TimeSpan" => new TimeSpan((long)_scalars.NextBits()),
        "System.DateOnly" => DateOnly.FromDayNumber(random.Next(DateOnly.MaxValue.DayNumber + 1)),
        "System.TimeOnly" => new TimeOnly(random.NextInt64(TimeOnly.MaxValue.Ticks + 1)),
        "System.Int128" => new Int128(_scalars.NextBits(), _scalars.NextBits()),
        "System.UInt128" => new UInt128(_scalars.NextBits(), _scalars.NextBits()),
        "System.Half" => (Half)(random.Next(-2000, 2000) / 16f),
        "System.Numerics.BigInteger" => new BigInteger(_scalars.NextBytes(random.Next(24))),
        "System.Uri" => new Uri("https://example.org/" + random.Next()),
        "System.Version" => new Version(random.Next(100), random.Next(100), random.Next(100)),
        "System.Byte[]" => _scalars.NextBytes(random.Next(LongestText)),
        _ => type == typeof(ReadOnlyMemory<byte>) ? (object)new ReadOnlyMemory<byte>(_scalars.NextBytes(random.Next(LongestText))) : null,
    };

    private DateTimeOffset NextOffsetTime()
    {
        var utc = _scalars.NextUtc();
        return utc.Year is 1 or 9999 ? new DateTimeOffset(utc) : new DateTimeOffset(utc).ToOffset(TimeSpan.FromMinutes(random.Next(-14 * 60, (14 * 60) + 1)));
    }

    private object NextComposite(Type type, NullabilityInfo? nullability)
    {
        if (UnionCases.Find(type) is { Count: > 0 } cases)
            return Next(cases[random.Next(cases.Count)].Type);
        var arguments = type.GetGenericArguments();
        if (typeof(ITuple).IsAssignableFrom(type) || (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(KeyValuePair<,>)))
            return Activator.CreateInstance(type, NextArguments(arguments, nullability))!;
        if (CollectionKinds.IsMap(type))
            return NextMap(type, arguments, nullability);
        if (CollectionKinds.IsList(type))
            return random.Next(OneIsDefaultIn) == 0 && type.IsValueType ? Activator.CreateInstance(type)! : NextList(type, arguments[0], nullability);
        var layout = StoredLayout.Of(type);
        return layout.Create([.. layout.Members.Select((member, index) => Next(StoredLayout.TypeOf(member), layout.Nullabilities[index]))]);
    }

    private object?[] NextArguments(Type[] types, NullabilityInfo? nullability) =>
        [.. types.Select((type, index) => Next(type, nullability?.GenericTypeArguments.ElementAtOrDefault(index)))];

    private object NextList(Type type, Type element, NullabilityInfo? nullability)
    {
        var elements = Enumerable.Range(0, NextCount()).Select(_ => NextArguments([element], nullability)[0]).ToArray();
        return typeof(Containers).GetMethod(nameof(Containers.List))!.MakeGenericMethod(element).Invoke(null, [type, elements])!;
    }

    private object NextMap(Type type, Type[] arguments, NullabilityInfo? nullability)
    {
        var entries = Enumerable.Range(0, NextCount()).Select(_ => NextArguments(arguments, nullability)).ToArray();
        return typeof(Containers).GetMethod(nameof(Containers.Map))!.MakeGenericMethod(arguments)
            .Invoke(null, [type, entries.Select(entry => entry[0]!).ToArray(), entries.Select(entry => entry[1]).ToArray()])!;
    }

    private int NextCount() => random.Next(20) == 0 ? random.Next(40) : random.Next(4);
}
