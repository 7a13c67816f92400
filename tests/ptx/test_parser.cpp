// Reading PTX: what it holds is found, and what is wrong with it is said with its line.
#include "support.h"

#include "fault.h"

static const char *const heading = ".version 9.0\n.target sm_90\n.address_size 64\n";

static std::string message_of(const std::string &text)
{
    try {
        ptx::Module::parse(heading + text);
    } catch (const ptx::Unsupported &error) {
        return error.what();
    }
    return "nothing";
}

static void a_module_is_read(void)
{
    const ptx::Module module = ptx::Module::parse(std::string(heading) + R"(
        .file 1 "/somewhere/kernel.cu"
        .const .align 8 .b8 table[16] = {0, 0, 0, 0, 0, 0, 248, 63, 1};
        .global .u32 counter = 7;
        .shared .align 16 .b8 room[48];
        .visible .entry first(.param .u32 first_param_0, .param .align 8 .b8 first_param_1[24])
        .maxntid 128, 1, 1
        {
            .reg .b32 %r<3>;
            .shared .align 8 .b8 own[24]; /* placed behind room */
            .loc 1 12 5
            ld.param.u32 %r1, [first_param_0]; // a comment
            @%r1 ret;
            ret;
        }
        .visible .entry second() { ret; })");

    CHECK_STR(module.target.c_str(), "sm_90");
    CHECK_INT(module.code.size(), 4);
    CHECK_INT(module.descriptions[0].source_line, 12);
    CHECK_STR(module.source_files.at(1).c_str(), "/somewhere/kernel.cu");
    const ptx::Function &kernel = module.kernel("first");
    CHECK_INT(kernel.parameters[1]->offset, 8);
    CHECK_INT(kernel.parameters[1]->bytes, 24);
    CHECK_INT(module.static_shared_bytes(kernel), 72);
    CHECK_INT(module.static_shared_bytes(module.kernel("second")), 48);
    double value = 0;
    std::memcpy(&value, module.globals.at("table")->storage.get(), sizeof value);
    CHECK_NEAR(value, 1.5, 0);
    CHECK_INT(module.globals.at("table")->storage.get()[8], 1);
    CHECK_INT(module.globals.at("counter")->storage.get()[0], 7);
}

static void what_is_not_known_is_named(void)
{
    const std::string start = ".visible .entry k() {\n.reg .b32 %r<2>;\n";
    CHECK_CONTAINS(message_of(start + "wgmma.fence.sync.aligned;\nret; }").c_str(),
                   "PTX line 6: unknown instruction wgmma");
    CHECK_CONTAINS(message_of(start + "mov.u32 %r1, %r7; }").c_str(), "no register %r7");
    CHECK_CONTAINS(message_of(start + "bra nowhere; }").c_str(), "no label nowhere");
    CHECK_CONTAINS(message_of(start + "add.f16 %r1, %r1, %r1; }").c_str(), "not for this type");
    CHECK_CONTAINS(message_of(start + "ret;").c_str(), "a function without an end");
    CHECK_CONTAINS(message_of(".texture t;").c_str(), ".texture");
}

static void a_function_may_not_call_itself(void)
{
    CHECK_CONTAINS(message_of(".func f() { call.uni f, (); ret; }").c_str(), "calls itself");
}

// Labels and registers of inline assembler live in its braces: the same ones twice are no clash.
static void scopes_are_kept_apart(void)
{
    ptx::Module module = ptx::Module::parse(std::string(heading) + R"(
        .visible .entry k(.param .u64 k_param_0) {
            .reg .b32 %r<3>; .reg .b64 %rd<2>;
            mov.u32 %r1, 1;
            { .reg .b32 %own; mov.u32 %own, 20; bra over; add.s32 %own, %own, 5; over: add.s32 %r1, %r1, %own; }
            { .reg .b32 %own; mov.u32 %own, 300; bra over; add.s32 %own, %own, 5; over: add.s32 %r1, %r1, %own; }
            ld.param.u64 %rd1, [k_param_0];
            st.global.u32 [%rd1], %r1;
            ret;
        })");
    int result = 0;
    ptx::Device device;
    device.add("result", &result, sizeof result);
    device.run(module, "k", ptx::Launch(), &result);
    CHECK_INT(result, 321);
}

static void arguments_are_checked(void)
{
    const ptx::Module module =
        ptx::Module::parse(std::string(heading) + ".visible .entry k(.param .u32 k_param_0) { ret; }");
    ptx::Device device;
    std::string message;
    try {
        device.run(module, "k", ptx::Launch(), 1.0);
    } catch (const ptx::Unsupported &error) {
        message = error.what();
    }
    CHECK_CONTAINS(message.c_str(), "argument 0 of k has 4 bytes, not 8");
}

int main(int argc, char **argv)
{
    check_arguments(argc, argv);
    RUN(a_module_is_read);
    RUN(what_is_not_known_is_named);
    RUN(a_function_may_not_call_itself);
    RUN(scopes_are_kept_apart);
    RUN(arguments_are_checked);
    return check_report();
}
