using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Threading;

namespace Corpus.Values.RuleCache;

public sealed record Login(string Tenant, string User, string Address, bool Succeeded);

public sealed record Finding(string Tenant, string User, string Rule);

public sealed record Rule(string Name, int MaxFailures);

public interface IRuleStore
{
    IReadOnlyList<Rule> Load(string tenant);

    bool TryFind(string name, [NotNullWhen(true)] out Rule? rule);
}

[Operator("values.rulecache")]
public sealed partial class LoginRules(IRuleStore store) : KeyedOperator<string, Login, Finding>
{
    private readonly Dictionary<string, Lazy<IReadOnlyList<Rule>>> _rules = new(StringComparer.Ordinal); // expect: SG2001
    private readonly Lazy<Rule> _fallback = new(() => new Rule("fallback", 10));

    [State, Ttl(Hours = 6)] private partial MapState<string, int> Failures { get; }

    protected override void OnEvent(Login login, OperatorContext<Finding> context)
    {
        if (login.Succeeded)
        {
            Failures.Remove(login.User);
            return;
        }

        var failures = Failures.GetValueOrDefault(login.User) + 1;
        Failures[login.User] = failures;
        if (!_rules.TryGetValue(Key, out var rules))
        {
            var tenant = Key;
            _rules.Add(tenant, rules = new Lazy<IReadOnlyList<Rule>>(() => store.Load(tenant)));
        }

        foreach (var rule in rules.Value.DefaultIfEmpty(_fallback.Value))
        {
            if (failures == rule.MaxFailures)
                context.Emit(new Finding(Key, login.User, rule.Name));
        }
    }
}

[Operator("values.rulecache.addresses")]
public sealed partial class AddressRules(IRuleStore store) : KeyedOperator<string, Login, Finding>
{
    private readonly ConcurrentDictionary<string, Rule> _byUser = new(); // expect: SG2001
    private string? _cachedTenant; // expect: SG2001
    private IReadOnlyList<Rule> _cachedRules = []; // expect: SG2001

    [State] private partial string? Address { get; set; }

    private IReadOnlyList<Rule> Rules
    {
        get
        {
            if (_cachedTenant != Key)
                (_cachedTenant, _cachedRules) = (Key, store.Load(Key));
            return _cachedRules;
        }
    }

    protected override void OnEvent(Login login, OperatorContext<Finding> context)
    {
        var rule = _byUser.GetOrAdd(login.User, user => store.TryFind(user, out var own) ? own : Rules[0]);
        if (Address is not null && Address != login.Address && rule.MaxFailures == 0)
            context.Emit(new Finding(Key, login.User, rule.Name));
        Address = login.Address;
    }
}

/// <summary>Keeps the greeting of the tenant's portal, loaded at the first login.</summary>
[Operator("values.rulecache.portal")]
public sealed partial class PortalText(Func<string, string> load) : KeyedOperator<string, Login, string>
{
    private Lazy<string>? _greeting; // expect: SG2001
    private string? _motto; // expect: SG2001

    [State] private partial bool Greeted { get; set; }

    protected override void OnEvent(Login login, OperatorContext<string> context)
    {
        if (Greeted || !login.Succeeded)
            return;
        Greeted = true;
        _greeting ??= new Lazy<string>(load(login.Tenant));
        var motto = LazyInitializer.EnsureInitialized(ref _motto, () => load(login.Tenant + "/motto"));
        context.Emit($"{_greeting.Value} {login.User}! {motto}");
    }
}
