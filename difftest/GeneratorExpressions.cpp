#include "difftest/Generator.h"

namespace kverdict {

Fragment Generator::condition(unsigned Depth) {
  if (Depth == 0)
    return comparison(0);
  switch (R.below(12)) {
  case 0:
  case 1:
    return {Sort::Number, "($ && $)", {condition(Depth - 1), condition(Depth - 1)}};
  case 2:
    return {Sort::Number, "($ || $)", {condition(Depth - 1), condition(Depth - 1)}};
  case 3:
    return {Sort::Number, "!$", {condition(Depth - 1)}};
  case 4:
    return {Sort::Number, "!$", {object(1)}};
  case 5: {
    const auto Objects = named("struct obj *");
    if (Objects.empty())
      return comparison(Depth);
    return {Sort::Number, "(" + R.pick(Objects) + (R.chance(50) ? " && $)" : " ? $ : 0)"), {condition(Depth - 1)}};
  }
  case 6:
    return {Sort::Number, "($ == $)", {object(1), object(1)}};
  case 7:
    return {Sort::Number, "(($ ? $ : $) != 0)", {condition(Depth - 1), number(1), number(1)}};
  case 8:
  case 9:
    return flagTest(Depth);
  default:
    return comparison(Depth);
  }
}

Fragment Generator::flagTest(unsigned Depth) {
  static const std::vector<std::string> Masks = {
      "VM_READ", "VM_WRITE", "VM_SHARED", "(VM_READ | VM_WRITE)", "(VM_SHARED | VM_IO)",
      "VM_HIGH", "g_mask",   "0x80000000"};
  const std::string &Mask = R.pick(Masks);
  Fragment Value = scalar();
  if (R.chance(50))
    return {Sort::Number, "($ & " + Mask + ")", {Value}};
  return {Sort::Number, "(($ & " + Mask + ") == " + R.pick(Masks) + ")", {Value}};
}

Fragment Generator::comparison(unsigned Depth) {
  static const std::vector<std::string> Kinds = {"==", "!=", "<", ">", "<=", ">="};
  const unsigned Next = Depth ? Depth - 1 : 0;
  return {Sort::Number, "($ " + R.pick(Kinds) + " $)", {number(Next), R.chance(50) ? literal() : number(Next)}};
}

Fragment Generator::number(unsigned Depth) {
  if (Depth == 0)
    return R.chance(30) ? literal() : scalar();
  switch (R.below(20)) {
  case 0:
  case 1:
  case 2:
  case 3:
    return binary(Depth);
  case 4:
  case 5:
    return unary(Depth);
  case 6:
    return shift(Depth);
  case 7:
    return division(Depth);
  case 8:
    return condition(Depth - 1);
  case 9:
    return {Sort::Number, "($ ? $ : $)", {condition(Depth - 1), number(Depth - 1), number(Depth - 1)}};
  case 10:
    return {Sort::Number, "($ ?: $)", {number(Depth - 1), number(Depth - 1)}};
  case 11:
    return statementExpression(Depth);
  case 12:
  case 13:
    return call(Depth);
  case 14:
    return {Sort::Number, "((" + scalarType() + ")$)", {number(Depth - 1)}};
  case 15:
    return literal();
  default:
    return scalar();
  }
}

Fragment Generator::binary(unsigned Depth) {
  static const std::vector<std::string> Kinds = {"&", "&", "|", "^", "+", "-"};
  if (R.chance(6)) // narrow, or the solver would have to multiply what is wide
    return {Sort::Number, "((u8)$ * (s16)$)", {number(Depth - 1), number(Depth - 1)}};
  if (R.chance(6))
    return {Sort::Number, "($ * " + std::to_string(R.below(9)) + ")", {number(Depth - 1)}};
  if (R.chance(5))
    // Not `((void)$, $)`: what is read and thrown away, the compiler need not read.
    return {Sort::Number, "(($ & 0) + $)", {number(0), number(Depth - 1)}};
  return {Sort::Number, "($ " + R.pick(Kinds) + " $)", {number(Depth - 1), number(Depth - 1)}};
}

Fragment Generator::unary(unsigned Depth) {
  static const std::vector<std::string> Kinds = {"(~$)", "!$", "(-$)", "(+$)", "!!$", "likely($)", "(-(u32)$)"};
  return {Sort::Number, R.pick(Kinds), {number(Depth - 1)}};
}

Fragment Generator::shift(unsigned Depth) {
  const std::string Kind = R.chance(50) ? "<<" : ">>";
  if (R.chance(50))
    return {Sort::Number, "($ " + Kind + " " + std::to_string(R.below(16)) + ")", {number(Depth - 1)}};
  if (R.chance(80))
    return {Sort::Number, "($ " + Kind + " ($ & 7))", {number(Depth - 1), scalar()}};
  return {Sort::Number, "($ " + Kind + " $)", {number(Depth - 1), scalar()}};
}

Fragment Generator::division(unsigned Depth) {
  static const std::vector<std::string> By = {"2", "3", "8", "10", "-1", "4096u", "0x10ul", "0"};
  const std::string Kind = R.chance(50) ? "/" : "%";
  if (R.chance(25))
    return {Sort::Number, "((u8)$ " + Kind + " (u8)($ | 1))", {number(Depth - 1), scalar()}};
  return {Sort::Number,
          "((" + std::string(R.chance(50) ? "s16" : "u16") + ")$ " + Kind + " " + R.pick(By) + ")",
          {number(Depth - 1)}};
}

Fragment Generator::statementExpression(unsigned Depth) {
  const std::string Name = fresh("x"), Type = scalarType();
  switch (R.below(3)) {
  case 0:
    return {Sort::Number, "({ " + Type + " " + Name + " = $; " + Name + " & $; })", {number(Depth - 1), literal()}};
  case 1:
    return {Sort::Number,
            "({ " + Type + " " + Name + " = $; if ($) " + Name + " = $; " + Name + "; })",
            {number(Depth - 1), condition(Depth - 1), number(Depth - 1)}};
  default:
    return {Sort::Number,
            "({ typeof($) " + Name + " = $; (" + Type + ")" + Name + "; })",
            {{Sort::Number, "(u32)0"}, number(Depth - 1)}};
  }
}

/// The order of two calls that write in one expression is nobody's to say: then only a call that stands alone will do.
Fragment Generator::call(unsigned Depth, bool Alone) {
  if (Callees.empty() || (!Alone && (Now->Opaque || Now->Writes)))
    return scalar();
  const Signature &To = R.pick(Callees);
  Fragment Out{Sort::Number, To.Name + "("};
  for (const std::string &Type : To.Parameters) {
    Out.Text += Out.Text.back() == '(' ? "$" : ", $";
    Out.Parts.push_back(Type == "struct obj *"   ? Fragment{Sort::Object, "((struct obj *)$)", {object(1)}}
                        : Type == "struct ops *" ? Fragment{Sort::Ops, "((struct ops *)$)", {ops()}}
                        : Alone                  ? scalar()
                                                 : number(Depth ? Depth - 1 : 0));
  }
  Out.Text += ")";
  return Out;
}

Fragment Generator::field() {
  static const std::vector<std::string> Fields = {
      "flags", "flags", "count",     "low",          "middle",   "sign",      "bit",
      "byte",  "mode",  "level",     "ok",           "in.small", "in.word",   "big",
      "half",  "whole", "both.word", "both.byte[2]", "second",   "pte.value", "array[1]"};
  static const std::vector<std::string> Addressable = {"flags", "count", "mode", "ok", "in.small"};
  if (R.chance(8))
    return {Sort::Number, "READ_ONCE($->" + R.pick(Addressable) + ")", {object(1)}};
  if (R.chance(18)) {
    static const std::vector<std::string> OpsFields = {"mask", "kind", "ready"};
    return {Sort::Number, "$->" + R.pick(OpsFields), {ops()}};
  }
  return {Sort::Number, "$->" + R.pick(Fields), {object(1)}};
}

Fragment Generator::literal() {
  static const std::vector<std::string> Values = {
      "0",          "1",           "2",         "3",        "5",       "7",
      "-1",         "-2",          "-22",       "15",       "64",      "100",
      "127",        "128",         "255",       "256",      "0x7fff",  "0x8000",
      "65535",      "0xf0u",       "VM_READ",   "VM_WRITE", "VM_HIGH", "VM_IO",
      "0x7fffffff", "0x80000000",  "-128",      "EINVAL",   "M_ODD",   "M_WRITE",
      "L_HIGH",     "0xffffffffu", "1ul << 63", "~0ul",     "'a'",     "sizeof(struct ops)"};
  return {Sort::Number, "(" + R.pick(Values) + ")"};
}

/// Something that can be read.
Fragment Generator::scalar() {
  const auto Names = scalars(false);
  if (!Names.empty() && R.chance(50))
    return {Sort::Number, R.pick(Names)};
  if (R.chance(12)) {
    static const std::vector<std::string> Globals = {"g_flags", "g_limit",       "g_on",     "g_obj.count",
                                                     "g_mask",  "g_obj.in.word", "g_obj.low"};
    return {Sort::Number, R.pick(Globals)};
  }
  return field();
}

Fragment Generator::object(unsigned Depth) {
  const auto Names = named("struct obj *");
  const unsigned What = R.below(100);
  if (Names.empty() || What < 6)
    return {Sort::Object, R.chance(70) ? "g_ptr" : "(&g_obj)"};
  if (Depth && What < 20)
    return {Sort::Object, "$->next", {object(0)}};
  if (Depth && What < 24)
    return {Sort::Object, "($ ?: $)", {object(0), object(0)}};
  if (Depth && What < 26)
    return {Sort::Object, "($ ? $ : $)", {condition(0), object(0), object(0)}};
  return {Sort::Object, R.pick(Names)};
}

Fragment Generator::ops() {
  const auto Names = named("struct ops *");
  if (!Names.empty() && R.chance(50))
    return {Sort::Ops, R.pick(Names)};
  return {Sort::Ops, R.chance(50) ? "$->ops" : "$->in.ops", {object(1)}};
}

} // namespace kverdict
