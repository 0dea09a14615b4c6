using System.Collections.Immutable;
using System.Globalization;
using MessagePack;

namespace MessagePack
{
    /// <summary>Stands in for the attribute of MessagePack-CSharp, which is recognized by its name.</summary>
    [AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct)]
    internal sealed class MessagePackObjectAttribute(bool keyAsPropertyName = false) : Attribute
    {
        public bool KeyAsPropertyName => keyAsPropertyName;
    }

    /// <inheritdoc cref="MessagePackObjectAttribute"/>
    [AttributeUsage(AttributeTargets.Property)]
    internal sealed class KeyAttribute(int index) : Attribute
    {
        public int Index => index;
    }
}

namespace StateGen.History.Tests.Vaults
{
    /// <summary>A marked type with numbers of 128 bits in every place that one can have.</summary>
    [MessagePackObject]
    public sealed record Balance(
        [property: Key(0)] Int128 Amount,
        [property: Key(1)] UInt128 Turnover,
        [property: Key(2)] Int128? Limit,
        [property: Key(4)] ImmutableArray<Int128> Movements,
        [property: Key(5)] ImmutableDictionary<UInt128, Int128> Partners,
        [property: Key(6)] (Int128 Lowest, UInt128? Highest) Range,
        [property: Key(7)] Bounds Bounds,
        [property: Key(8)] Reserve Reserve)
    {
        /// <summary>Every number, in a fixed order.</summary>
        public override string ToString() => string.Create(
            CultureInfo.InvariantCulture,
            $"{Amount} {Turnover} {Limit} [{Join(Movements)}] [{Join(Partners.OrderBy(partner => partner.Key).Select(partner => $"{partner.Key}={partner.Value}"))}] "
            + $"{Range.Lowest} {Range.Highest} {Bounds.Low} {Bounds.High} [{Join(Bounds.Steps)}] {Reserve}");

        private static string Join<T>(IEnumerable<T> values) => string.Join(',', values);
    }

    /// <summary>A marked type under names, inside another.</summary>
    [MessagePackObject(keyAsPropertyName: true)]
    public sealed record Bounds(Int128 Low, UInt128 High, ImmutableSortedSet<Int128> Steps);

    /// <summary>A type without marks: its form does not depend on what it is in.</summary>
    public sealed record Reserve(Int128 Amount, UInt128? Most);

    /// <summary>A number of an account, or a question about the account.</summary>
    public sealed record VaultEvent(string Account, int? Number);
}
